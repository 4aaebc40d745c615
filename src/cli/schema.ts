import type { Request } from "./args.ts";
import { EXIT, type Io } from "./io.ts";

/** The JSON Schema of records as a file holds it. */
export async function schemaText(): Promise<string> {
  const { recordJsonSchema } = await import("../record/json-schema.ts");
  return `${JSON.stringify(recordJsonSchema(), null, 2)}\n`;
}

export async function schema(_: Request, io: Io): Promise<number> {
  io.out(await schemaText());
  return EXIT.done;
}
