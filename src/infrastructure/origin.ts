/** Where an act came from; kept with every save and every audit entry. */
export interface Origin {
  readonly address: string;
  readonly device: string;
  /** What the browser says of itself; absent where no request is at hand. Kept with sign-ins alone. */
  readonly userAgent?: string;
}

/** Of what happens by itself, or by a command of the operator: no browser takes part. */
export const NO_BROWSER: Origin = { address: '', device: '' };
