#!/usr/bin/env node
import module from "node:module";
import { compileCache } from "./cli/cache.ts";

/**
 * The program. Everything else is imported only once it is known that this Node can run it, so that an old one gets
 * a sentence instead of a syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: minutebook needs Node 22.18 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}

// What Node has compiled once it need not compile again. Where the folder cannot be used, nothing is kept.
const folder = compileCache(process.argv.slice(2), process);
if (folder !== undefined) module.enableCompileCache(folder);

const { main } = await import("./cli/main.ts");
await main();
