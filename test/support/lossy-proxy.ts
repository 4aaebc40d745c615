import { once } from "node:events";
import * as net from "node:net";

export interface Proxy {
  readonly port: number;
  /** Mails whose end it has passed on so far. */
  readonly ended: () => number;
  close(): Promise<void>;
}

/**
 * Stands before a server of mails and passes everything on, until the n-th mail ends: the server gets the final dot and
 * answers, and the sender hears nothing more.
 */
export async function losingReplies(to: number, loses: (mail: number) => boolean): Promise<Proxy> {
  const open = new Set<net.Socket>();
  let ended = 0;
  const proxy = net.createServer((client) => {
    const server = net.connect(to, "127.0.0.1");
    let tail = "";
    let lost = false;
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on("data", (chunk) => {
      tail = `${tail}${chunk.toString("latin1")}`.slice(-Math.max(5, chunk.length + 4));
      if (tail.includes("\r\n.\r\n")) {
        ended += 1;
        lost = loses(ended);
        tail = "";
      }
      server.write(chunk);
    });
    server.on("data", (chunk) => {
      // By now it has answered, so it has the mail.
      if (lost) client.destroy();
      else client.write(chunk);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return {
    port: (proxy.address() as net.AddressInfo).port,
    ended: () => ended,
    async close() {
      for (const socket of open) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}
