/** Pictures that can be read, by the ending of their file's name. */
export const ENDINGS = ["png", "jpg", "jpeg", "svg"] as const;

/**
 * How a file of these endings is named that lies below the folder where it is looked for. No address, no drive, no way
 * up or out, nothing hidden, nothing that one system reads differently from another.
 */
export const nameBelow = (endings: readonly string[]): RegExp =>
  new RegExp(
    String.raw`^(?!.*\.\.)(?!.*[ .]\/)[^\s.\/\\:*?"<>|%#\p{Cc}]([^\/\\:*?"<>|%#\p{Cc}]|\/[^\s.\/\\:*?"<>|%#\p{Cc}])*\.(${endings.join("|")})$`,
    "iu",
  );

/** How a picture is named. */
export const PICTURE_NAME = nameBelow(ENDINGS);
