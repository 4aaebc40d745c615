import { type Diagnostic, failure, type Outcome, success } from "../diagnostic.ts";
import { isLoopback, type Relay } from "./smtp.ts";

/** What the address of a mail server says; who logs in, and with what, is known from elsewhere. */
export interface RelayAddress {
  readonly relay: Relay;
  /** Who logs in; absent: nobody, as far as the address says. */
  readonly user?: string;
}

/**
 * Reads `smtp://mail.example.org`, `smtp://office@mail.example.org:587` or `smtps://…`. `smtp` is encrypted by STARTTLS
 * before anything is said, except within this machine. A password is refused: others can read the command line.
 */
export function readRelay(text: string): Outcome<RelayAddress> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
    return failure([badAddress("the mail server's address is not like smtp://mail.example.org")]);
  if (url.password !== "")
    return failure([badAddress("the mail server's address holds a password, which others can read")]);
  if (!["", "/"].includes(url.pathname) || url.search !== "" || url.hash !== "")
    return failure([badAddress("the mail server's address says more than a host and a port")]);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const usual = secure ? 465 : isLoopback(host) ? 25 : 587;
  const port = url.port === "" ? usual : Number(url.port);
  const user = decodeURIComponent(url.username);
  return success({ relay: { host, port, secure }, ...(user !== "" && { user }) });
}

const badAddress = (message: string): Diagnostic => ({
  code: "smtp/bad-address",
  severity: "error",
  message,
  hint: "write smtp://user@host:port or smtps://…; the password comes from MINUTEBOOK_SMTP_PASSWORD or --smtp-password-file",
});
