import type { Path } from "./path.ts";
import type * as z from "./zod.ts";

type Schema = z.core.$ZodType;

/**
 * The plain schemas that a schema stands for: wrappers taken off, and every branch of a union on its own.
 * Of a transformation only the side that reads is meant.
 */
export function plainSchemas(schema: Schema): readonly z.core.$ZodTypes[] {
  let plain = known.get(schema);
  if (!plain) {
    plain = unwrapped(schema);
    known.set(schema, plain);
  }
  return plain;
}

/** Schemas do not change, and are asked for at every value. */
const known = new WeakMap<Schema, readonly z.core.$ZodTypes[]>();

function unwrapped(schema: Schema): readonly z.core.$ZodTypes[] {
  // Zod's own union of all its schema types, so that `type` tells them apart.
  const one = schema as z.core.$ZodTypes;
  const { def } = one._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return plainSchemas(def.innerType);
    case "pipe":
      return plainSchemas(def.in);
    case "union":
      return def.options.flatMap(plainSchemas);
    default:
      return [one];
  }
}

/** The plain schemas that a value at this path may follow. */
export function schemasAt(schema: Schema, path: Path): readonly z.core.$ZodTypes[] {
  let here = plainSchemas(schema);
  for (const step of path) here = here.flatMap((one) => stepInto(one, step));
  return here;
}

function stepInto(schema: z.core.$ZodTypes, step: string | number): readonly z.core.$ZodTypes[] {
  const def = schema._zod.def;
  if (def.type === "object" && typeof step === "string" && Object.hasOwn(def.shape, step)) {
    const field = def.shape[step];
    return field ? plainSchemas(field) : [];
  }
  if (def.type === "array" && typeof step === "number") return plainSchemas(def.element);
  if (def.type === "tuple" && typeof step === "number") {
    const entry = def.items[step];
    return entry ? plainSchemas(entry) : [];
  }
  return [];
}

/** The names of the fields that a group at this path may have, in the schema's order. */
export function fieldNamesAt(schema: Schema, path: Path): readonly string[] {
  const names = schemasAt(schema, path).flatMap((one) => {
    const def = one._zod.def;
    return def.type === "object" ? Object.keys(def.shape) : [];
  });
  return [...new Set(names)];
}
