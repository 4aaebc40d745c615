import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PostgresServer {
  /** The address of a database, made if it is not there. */
  url(database: string): string;
  stop(): void;
}

/** Where Debian keeps the programs of the server, the newest version first; undefined where there are none. */
export function postgresPrograms(): string | undefined {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return undefined;
  const newest = readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")));
  return newest;
}

/** A server of its own in a folder of its own, on a socket and a port of this machine only. */
export function startPostgres(settings: readonly string[] = [], offset = 0): PostgresServer {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error("there is no PostgreSQL here; .ci/run installs it");
  const folder = mkdtempSync(join(tmpdir(), "minutebook-postgres-"));
  chmodSync(folder, 0o755);
  // The server refuses to run as root; Debian's package has made a user for it.
  const isRoot = process.getuid?.() === 0;
  const data = join(folder, "data");
  const asServer = (program: string, ...args: readonly string[]): void => {
    const command = join(programs, program);
    const [tool, all] = isRoot ? ["runuser", ["-u", "postgres", "--", command, ...args]] : [command, args];
    const { status, stderr, error } = spawnSync(tool, [...all], { encoding: "utf8", cwd: "/" });
    if (status !== 0) throw new Error(`${program} ended with ${status ?? error?.message}: ${stderr}`);
  };
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  asServer("initdb", "--auth=trust", "--username=minutebook", "--encoding=UTF8", "--no-sync", "-D", data);
  const port = 20_000 + ((process.pid + offset) % 20_000);
  const options = [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    `-c unix_socket_directories=${folder}`,
    "-c max_connections=200",
    ...settings.map((setting) => `-c ${setting}`),
  ];
  asServer("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", options.join(" "), "start");
  const psql = (sql: string) =>
    spawnSync(
      join(programs, "psql"),
      ["-h", "127.0.0.1", "-p", `${port}`, "-U", "minutebook", "-c", sql, "postgres"],
      { encoding: "utf8" },
    );
  return {
    url(database) {
      psql(`CREATE DATABASE ${database}`);
      return `postgres://minutebook@127.0.0.1:${port}/${database}`;
    },
    stop() {
      asServer("pg_ctl", "-D", data, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
