import os from 'node:os';
import { formatInstant } from '../../infrastructure/format-time';
import { say, sayText } from '../../infrastructure/language/say';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { Check, CheckCode, StageCode, TroubleCode } from './journal';
import type { Season } from './play-season';

/** What a stage is called. */
export const stageNames: Readonly<Record<StageCode, string>> = {
  generate: 'people and plan are generated',
  open: 'windows are opened',
  opening: 'candidates come, file and save',
  modifying: 'some modify, when the time between two saves is over',
  givingUp: 'some give up',
  lengthened: 'the end is put off; some come behind the old one',
  afterEnd: 'some send their form behind the end, and are refused',
  print: 'a county prints, and notes the stamps',
  export: 'the province exports the final lists',
  receipts: 'check values and receipts are looked up',
  verify: 'everything is verified',
};

const checkNames: Readonly<Record<CheckCode, string>> = {
  roundsOpen: 'rounds that could be opened (at least one)',
  batchesOpen: 'batches of a round with a window at its end',
  versions: 'saves that were told, and versions that stand',
  inForce: 'lists told as saved, and in force with the same check value',
  givenUp: 'lists given up',
  printed: 'forms of the county with most lists',
  stamped: 'forms noted as stamped',
  verified: 'check values answered rightly',
  receiptFiles: 'receipts that prove themselves',
  exported: 'lists in the package, opened with both halves',
  inLedger: 'versions in the ledger',
};

const troubleNames: Readonly<Record<TroubleCode, string>> = {
  notEntered: 'did not get in',
  notOffered: 'a batch was not offered although its window was to be open',
  noForm: 'the form did not open',
  notSaved: 'a list was not saved',
  notModified: 'a modification was not saved',
  notGivenUp: 'a list was not given up',
  savedAfterEnd: 'a list was saved behind the end',
  broken: 'no answer, or a fault of the server',
  wrongAnswer: 'a check value was answered wrongly',
  noReceipt: 'a receipt was not to be had',
  receiptFault: 'a receipt does not prove itself',
  officer: 'an officer came no further',
  ledgerFault: 'the verifier found',
  drift: 'the watcher found',
  logged: 'the server wrote an error into its log',
  late: 'it was not over within so many minutes',
};

/** Whether nothing went wrong, and everything was done. */
export function isSound({ journal, ended }: Season): boolean {
  return ended && journal.listTroubles().length === 0 && journal.checks.every(isRight);
}

const isRight = ({ wanted, found }: Check) => wanted === found;

/** A season in Markdown: what was played, with its figures, and what went wrong. */
export function writeReport(season: Season, pack: RulePack): string {
  const { journal, people, players, seconds } = season;
  const verdict = isSound(season)
    ? say`Nothing went wrong.`
    : season.ended
      ? say`Something went wrong: see below.`
      : say`It was not played to its end.`;
  return [
    `# ${say`Rehearsal of ${pack.code}, version ${pack.version}`}`,
    `**${verdict}** ${say`${players} of ${people} candidates filed, in ${seconds.toFixed(0)} s, on ${os.availableParallelism()} cores, Node ${process.versions.node}.`}`,
    ...writeTroubles(season),
    `## ${say`What was played`}`,
    writeStages(season, pack),
    `## ${say`What was compared`}`,
    writeTable(
      [say`what`, say`wanted`, say`found`, ''],
      journal.checks.map((check) => [
        sayText(checkNames[check.code]),
        String(check.wanted),
        String(check.found),
        isRight(check) ? '' : say`**differs**`,
      ]),
    ),
    `## ${say`What people met`}`,
    writeSteps(season),
  ].join('\n\n');
}

function writeTroubles({ journal }: Season): readonly string[] {
  const troubles = journal.listTroubles();
  const differs = journal.checks.filter((check) => !isRight(check));
  if (troubles.length === 0 && differs.length === 0) return [];
  return [
    `## ${say`What went wrong`}`,
    [
      ...troubles.map(
        ({ code, count, example }) =>
          `- ${say`${sayText(troubleNames[code])}: ${count} times, first: ${example}`}`,
      ),
      ...differs.map(
        ({ code, wanted, found }) =>
          `- ${say`${sayText(checkNames[code])}: ${wanted} wanted, ${found} found`}`,
      ),
    ].join('\n'),
  ];
}

function writeStages({ journal }: Season, pack: RulePack): string {
  const roundOf = (code: string) => pack.rounds.find((round) => round.code === code)?.name ?? '';
  return writeTable(
    [say`round`, say`stage`, say`business time`, say`seconds`, say`done`],
    journal.stages.map(({ stage, round, at, seconds, done, of }) => [
      roundOf(round),
      sayText(stageNames[stage]),
      formatInstant(at),
      seconds.toFixed(1),
      `${done} / ${of}`,
    ]),
  );
}

function writeSteps({ journal: { diary } }: Season): string {
  const { waited, entered, longestWaitSeconds } = diary.describeLine();
  const line = say`${waited} of ${entered} waited in line before they signed in, the longest ${longestWaitSeconds.toFixed(1)} s.`;
  const table = writeTable(
    [say`step`, say`times`, say`median, ms`, say`99 of 100, ms`, say`told to come again`, say`faults`],
    diary
      .listSteps()
      .map(({ step, count, p50, p99, refused, broken }) => [
        sayText(step),
        ...[count, p50.toFixed(0), p99.toFixed(0), refused, broken].map(String),
      ]),
  );
  return `${table}\n\n${line}`;
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}
