import { constants, createDeflate } from "node:zlib";

/**
 * Bytes as zlib has them (RFC 1950), deflated in the thread pool while other work goes on; `level` is from 1 to 9. In one
 * write, since each has a thread woken, and Node's own function needs two. What has deflated one stream is not used for
 * the next: the zlib inside Node then finds other repetitions now and then, and the same paper would have other bytes.
 */
export function deflated(bytes: Uint8Array, level: number): Promise<Uint8Array> {
  const stream = createDeflate({ level, flush: constants.Z_FINISH });
  const parts: Uint8Array[] = [];
  stream.on("data", (part) => parts.push(part));
  return new Promise((resolve, reject) =>
    stream.write(bytes, (error) => {
      if (error) reject(error);
      else resolve(Buffer.concat(parts));
      stream.destroy();
    }),
  );
}
