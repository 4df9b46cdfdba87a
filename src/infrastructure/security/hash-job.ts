/** What a thread that hashes is asked for: a hash of so many rounds (as a power of two), or whether a password has this hash. */
export type HashJob =
  | { readonly password: string; readonly cost: number }
  | { readonly password: string; readonly hash: string };
