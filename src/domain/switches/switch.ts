/** What the province or the operator can turn off for all candidates at once; officers are not concerned. */
export const switchNames = ['readOnly', 'stopSaves', 'noSignIns', 'holdSignIns'] as const;

export type SwitchName = (typeof switchNames)[number];

/** Which switches are on. */
export type Switches = Readonly<Record<SwitchName, boolean>>;

/** One switch with the last time it was turned; null while it never was. */
export interface SwitchState {
  readonly name: SwitchName;
  readonly on: boolean;
  readonly changedAt: Date | null;
}

/** The switch of a name that was typed; null for anything else. */
export function findSwitchName(text: string): SwitchName | null {
  return switchNames.find((name) => name === text) ?? null;
}
