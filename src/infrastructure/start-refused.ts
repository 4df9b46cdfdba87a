/** A start that must not happen, with the reason for the operator. */
export class StartRefused extends Error {}
