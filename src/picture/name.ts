/** Pictures that can be read, by the ending of their file's name. */
export const ENDINGS = ["png", "jpg", "jpeg", "svg"] as const;

/**
 * How a picture is named: a file below the folder where it is looked for. No address, no drive, no way up or out,
 * nothing hidden, nothing that one system reads differently from another.
 */
export const PICTURE_NAME = new RegExp(
  String.raw`^(?!.*\.\.)(?!.*[ .]\/)[^\s.\/\\:*?"<>|%#\p{Cc}]([^\/\\:*?"<>|%#\p{Cc}]|\/[^\s.\/\\:*?"<>|%#\p{Cc}])*\.(${ENDINGS.join("|")})$`,
  "iu",
);
