import type { Disk } from "./disk.ts";

/** What somebody asks of whoever has the ledger to himself, who looks for it before each delivery. */
export interface PauseRequest {
  /** Which distribution; absent: the one that is being sent. */
  readonly distributionId?: string;
  readonly because: string;
}

/** Requests that wait in a file beside the ledger. */
export interface PauseRequests {
  add(request: PauseRequest): Promise<void>;
  /** Gives them all, and they are gone; none when another has just taken them. */
  take(): Promise<readonly PauseRequest[]>;
  /** Takes back what was asked of a distribution. */
  withdraw(distributionId: string): Promise<void>;
}

export function pauseRequests(path: string, disk: Disk): PauseRequests {
  const waiting = async (): Promise<readonly PauseRequest[]> => {
    if (!(await disk.has(path))) return [];
    const bytes = await disk.read(path).catch(() => undefined);
    // written below, and replaced whole
    return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as PauseRequest[]) : [];
  };
  const keep = async (requests: readonly PauseRequest[]): Promise<void> => {
    await disk.write(`${path}.tmp`, new TextEncoder().encode(JSON.stringify(requests)));
    await disk.rename(`${path}.tmp`, path);
  };
  return {
    add: async (request) => keep([...(await waiting()), request]),
    async take() {
      const found = await waiting();
      if (found.length > 0) await disk.remove(path);
      return found;
    },
    async withdraw(distributionId) {
      const found = await waiting();
      const left = found.filter(
        (one) => one.distributionId !== undefined && one.distributionId !== distributionId,
      );
      if (left.length > 0) await keep(left);
      else await disk.remove(path);
    },
  };
}
