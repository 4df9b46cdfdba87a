/** What a connection of the driver is to this file. */
export interface ReplicatedConnection {
  readonly connection: { readonly stream: { destroy(error: Error): unknown } };
  on(event: 'notice', said: (notice: { readonly file?: string }) => void): unknown;
}

/**
 * Where a commit waits for a standby, its time limit ends the wait, not the commit: PostgreSQL warns that it may not
 * have reached the standby, and says COMMIT (src/backend/replication/syncrep.c). That is no receipt: were the primary
 * lost now, so would be what was acknowledged. The connection is closed instead, and the outcome is unknown.
 */
export function watchStandby(connection: ReplicatedConnection): void {
  connection.on('notice', ({ file }) => {
    if (file === 'syncrep.c') connection.connection.stream.destroy(new StandbySilent());
  });
}

class StandbySilent extends Error {
  /** statement_completion_unknown */
  readonly code = '40003';
  constructor() {
    super('the standby did not confirm the commit in time');
  }
}
