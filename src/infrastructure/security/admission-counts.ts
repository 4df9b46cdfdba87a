import type { Purpose } from './purposes';

/** How often this process let a purpose through, or refused it. */
interface AdmissionCount {
  readonly purpose: Purpose;
  readonly outcome: 'admitted' | 'refused';
  readonly count: number;
}

const counts = new Map<string, number>();

export function countAdmission(purpose: Purpose, outcome: AdmissionCount['outcome']): void {
  const key = `${purpose}|${outcome}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Since the process began, for metrics. */
export function listAdmissionCounts(): readonly AdmissionCount[] {
  return [...counts].map(([key, count]) => {
    const [purpose, outcome] = key.split('|');
    return { purpose: purpose as Purpose, outcome: outcome as AdmissionCount['outcome'], count };
  });
}
