// Makes `npx minutebook` run this checkout: npm links the commands of dependencies, but not of the project itself.
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../node_modules/.bin/minutebook", import.meta.url));
const program = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
chmodSync(program, 0o755);
rmSync(command, { force: true });
if (process.platform === "win32") writeFileSync(`${command}.cmd`, `@node "${program}" %*\r\n`);
else symlinkSync("../../dist/cli.js", command);
