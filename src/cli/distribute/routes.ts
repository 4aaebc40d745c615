import { join } from "node:path";
import { type Outcome, success } from "../../diagnostic.ts";
import type { Route } from "../../distribute/deliver.ts";
import { realDisk } from "../../distribute/disk.ts";
import type { Dispatcher } from "../../distribute/dispatch.ts";
import { folderCarrier } from "../../distribute/folder.ts";
import { outbox } from "../../distribute/outbox.ts";
import { paceOf } from "../../distribute/pace.ts";
import { readRelay } from "../../distribute/relay.ts";
import { readKey } from "../../files.ts";
import type { Channel } from "../../record/schema/issuing.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { secret } from "../protect.ts";
import { pathsOf } from "./home.ts";

/** A route that nothing hands out yet. */
export interface Way extends Omit<Route, "dispatcher"> {
  /** The folder that things go into; absent: they leave the house. */
  readonly place?: string;
}

/** Lines at once into folders, where nothing but the disk is waited for. */
const INTO_FOLDERS = 8;

/** The ways out that a request names: mail by a server, else into the outbox; files and prints into folders. */
export async function waysOf(request: Request, io: Io): Promise<Outcome<readonly Way[]>> {
  const paths = pathsOf(request);
  const { values } = request;
  const mail = await mailWay(request, io);
  if (!mail.ok) return mail;
  const folder = (channel: Channel, place: string, carrier: typeof folderCarrier): Way => ({
    channels: [channel],
    carrier: carrier(place, realDisk),
    lanes: INTO_FOLDERS,
    place,
  });
  const box = values.outbox ?? paths.outbox;
  return success([
    mail.value ?? { ...folder("email", box, outbox), place: join(box, "new") },
    folder("folder", values.folder ?? paths.folder, folderCarrier),
    folder("print", paths.print, folderCarrier),
  ]);
}

export const routesOf = (ways: readonly Way[], dispatcher: (way: Way) => Dispatcher): readonly Route[] =>
  ways.map((way) => ({ ...way, dispatcher: dispatcher(way) }));

/** By a mail server; undefined when none is named. */
async function mailWay(request: Request, io: Io): Promise<Outcome<Way | undefined>> {
  const { values } = request;
  if (values.smtp === undefined) return success(undefined);
  const address = readRelay(values.smtp);
  if (!address.ok) return address;
  const authority = values["smtp-ca"] === undefined ? undefined : readKey(values["smtp-ca"]);
  if (authority && !authority.ok) return authority;
  const user = address.value.user ?? io.env.MINUTEBOOK_SMTP_USER;
  const password =
    user === undefined
      ? undefined
      : await secret(request, io, {
          option: "smtp-password-file",
          variable: "MINUTEBOOK_SMTP_PASSWORD",
          what: `the password of ${user} at ${address.value.relay.host}`,
        });
  if (password && !password.ok) return password;
  const { smtp } = await import("../../distribute/smtp.ts");
  const pace = paceOf(numberOf(values.rate, 60), numberOf(values["domain-rate"], 20));
  return success({
    channels: ["email"],
    carrier: smtp({
      ...address.value.relay,
      ...(user !== undefined && password && { login: { user, password: password.value } }),
      ...(authority && { authority: new TextDecoder().decode(authority.value) }),
    }),
    lanes: numberOf(values.connections, 2),
    ...(pace && { pace }),
  });
}

/** A number that the command line has been found to hold; the usual one when it is not given. */
export const numberOf = (value: string | undefined, usual: number): number =>
  value === undefined ? usual : Number(value);
