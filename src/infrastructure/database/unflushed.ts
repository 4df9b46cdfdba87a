/**
 * What a statement of its own selects from to be committed without waiting for the disk, or for a standby: it holds
 * until the end of its transaction, and for nothing else on the connection. For counters alone, of which a crash of
 * the database may forget half a second (decision 0093).
 */
export const UNFLUSHED = "set_config('synchronous_commit', 'off', true)";
