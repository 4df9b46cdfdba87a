/** The lowest who was admitted the year before, as far as it was published. */
export interface PastLowest {
  readonly year: number;
  readonly score: number | null;
  readonly rank: number | null;
}

/** The same as it is kept, of a 专业组 (`major` '') or a 专业, under the names of that year. */
export interface PastLowestRow extends PastLowest {
  /** Name of the institution: its code is another every year. */
  readonly institution: string;
  readonly batch: string;
  readonly track: string;
  /** '' where the batch had none. */
  readonly group: string;
  /** Name of the 专业. */
  readonly major: string;
  /** 选科要求 of a group in the words of plan lists; '' where it is not known. */
  readonly requirement: string;
}

/** Where something stands: names of institution, batch and 科类. */
interface PastPlace {
  readonly institution: string;
  readonly batch: string;
  readonly track: string;
}

/** The year before, in memory beside the plan. */
export interface PastYear {
  /** Whether anything is known of a batch. */
  hasBatch(batch: string): boolean;
  /** A 专业组 under the code it had, unless it is known to have required something else: then it is another group. */
  findGroup(place: PastPlace, group: string, requirement: string): PastLowest | null;
  /** A 专业 by its name; of several of one name that of the same group, or none. */
  findMajor(place: PastPlace, group: string, major: string): PastLowest | null;
}

const fold = (name: string) => name.normalize('NFKC').replace(/\s/g, '');
const keyOf = ({ institution, batch, track }: PastPlace, name: string) =>
  [fold(institution), fold(batch), fold(track), fold(name)].join('/');

export function createPastYear(rows: readonly PastLowestRow[]): PastYear {
  const batches = new Set(rows.map(({ batch }) => fold(batch)));
  const groups = new Map<string, PastLowestRow>();
  const majors = new Map<string, PastLowestRow[]>();
  for (const row of rows) {
    if (row.major === '') {
      groups.set(keyOf(row, row.group), row);
      continue;
    }
    const key = keyOf(row, row.major);
    const same = majors.get(key);
    if (same === undefined) majors.set(key, [row]);
    else same.push(row);
  }
  return {
    hasBatch: (batch) => batches.has(fold(batch)),
    findGroup(place, group, requirement) {
      const found = groups.get(keyOf(place, group));
      if (found === undefined) return null;
      return found.requirement === '' || found.requirement === requirement ? found : null;
    },
    findMajor(place, group, major) {
      const named = majors.get(keyOf(place, major)) ?? [];
      const exact = named.filter((row) => row.group === group);
      const [found, ...others] = exact.length > 0 ? exact : named;
      return found !== undefined && others.length === 0 ? found : null;
    },
  };
}
