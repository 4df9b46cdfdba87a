import { readFile } from 'node:fs/promises';
import { countPendingTellings } from '../domain/granted-saves/pending-telling.repository';
import type { ActAuthor } from '../domain/officers/act-author';
import { listRulePackFaults } from '../domain/rule-packs/rule-pack-faults';
import { listRulePackVersions } from '../domain/rule-packs/rule-pack-version.repository';
import { databaseClock } from '../infrastructure/clock';
import { formatInstant } from '../infrastructure/format-time';
import { say, sayText } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { presentConsequence } from '../office/rule-packs/consequence.presenter';
import { isUnfit, type PackReview } from '../office/rule-packs/pack-review';
import { findWaitingRequest } from '../office/rule-packs/request.repository';
import { createRulePackService, type RulePackService } from '../office/rule-packs/rule-pack.service';
import { findBatch } from '../rules/filing/groups';
import { type ActWords, lacksReason, readActWords } from './act-words';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { supplement } from './supplement';
import { STOPPED, silentTerminal } from './terminal';

const usage = `rule-pack show
  rule-pack check <file>
  rule-pack activate <file> --reason <text> [--number <n>]
  rule-pack activate <file> --dry-run
  rule-pack supplement <batch> --from <minute> --until <minute> [--daily <hours>] [--line <track=score>]…
    [--list <name>] [--anybody] --out <file>`;

const PRINTED = 50;

/** Versions of the year's rule pack; a running server follows within 5 seconds. */
export const rulePackCommand: Command = {
  name: 'rule-pack',
  usage,
  summary: 'list the versions that are kept, check a pack, or keep it and put it in force',
  details: [
    '--dry-run  lists every open batch and saved list that the pack concerns, and keeps and changes nothing',
    '--number   how many they are, where there are any; while a batch is open an officer of the province approves it in',
    '           the browser, and it is in force then. Owners of lists are told, and may save once more.',
  ],
  async run(context, [verb, ...args]) {
    if (verb === 'show' && args.length === 0) return show(context);
    if (verb === 'check' && args.length === 1) return check(context, args[0] ?? '');
    if (verb === 'supplement') return supplement(context, args);
    const words = verb === 'activate' ? readActWords(args, ['number'], 'dry-run') : null;
    const [file, ...rest] = words?.positionals ?? [];
    if (
      words === null ||
      file === undefined ||
      rest.length > 0 ||
      !/^\d{0,9}$/.test(words.values.number ?? '')
    ) {
      context.print(say`usage: zhiyuan ${usage}`);
      return 2;
    }
    if (words.values['dry-run'] !== undefined) return tryOut(context, file);
    if (lacksReason(context.print, words)) return 2;
    return activate(context, file, words);
  },
};

async function show({ db, print }: CommandContext): Promise<number> {
  for (const { code, version, active, createdAt } of await listRulePackVersions(db))
    print([code, version, active ? say`in force` : say`kept`, formatInstant(createdAt)].join('\t'));
  return 0;
}

async function readText({ print }: CommandContext, file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    print(say`rule-pack: ${file} cannot be read`);
    return null;
  }
}

async function check(context: CommandContext, file: string): Promise<number> {
  const text = await readText(context, file);
  if (text === null) return 1;
  const read = listRulePackFaults(text);
  if (read.pack === null) {
    for (const fault of read.faults) context.print(fault);
    return 1;
  }
  const { code, version, batches } = read.pack;
  context.print(say`${code} version ${version}: ${batches.length} batches, no fault`);
  return 0;
}

function createService({ db, config }: CommandContext) {
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  return createRulePackService({ db, clock: databaseClock, cipher, tokens: null, runner: null });
}

async function tryOut(context: CommandContext, file: string): Promise<number> {
  const { print } = context;
  const text = await readText(context, file);
  if (text === null) return 1;
  const read = listRulePackFaults(text);
  if (read.pack === null) {
    for (const fault of read.faults) print(fault);
    return 1;
  }
  const { terminal = silentTerminal } = context;
  const line = createProgressLine(terminal);
  let looked = 0;
  const review = await createService(context).preview(read.pack, {
    signal: terminal.signal,
    onLooked(lists) {
      looked += lists;
      line.show(say`${looked} saved lists tried`, null);
    },
  });
  line.end();
  if (terminal.signal.aborted) {
    print(say`rule-pack: stopped, nothing was changed`);
    return STOPPED;
  }
  if (isUnfit(review)) printUnfit(print, review);
  printConsequences(print, review);
  print(say`rule-pack: a dry run, nothing was changed`);
  return isUnfit(review) ? 1 : 0;
}

/** Keeps the pack of a file. @returns its id; null where it cannot be kept, which is told */
async function keepPack(context: CommandContext, file: string, author: ActAuthor): Promise<number | null> {
  const { print } = context;
  const text = await readText(context, file);
  if (text === null) return null;
  const kept = await createService(context).upload(author, text);
  if (kept.outcome === 'kept') return kept.id;
  if (kept.outcome === 'faults') for (const fault of kept.faults) print(fault);
  else print(say`rule-pack: version ${kept.version} of ${kept.code} is kept already and says something else`);
  return null;
}

async function activate(
  context: CommandContext,
  file: string,
  { reason, values }: ActWords,
): Promise<number> {
  const { print } = context;
  const author = { kind: 'operator', reason } as const;
  const id = await keepPack(context, file, author);
  if (id === null) return 1;
  const service = createService(context);
  if (await refuseAtOnce(context, await service.review(id))) return 1;
  const tried = await tryKept(context, service, author, id);
  if (tried === 'stopped') {
    print(say`rule-pack: stopped, nothing was changed; the same command goes on with the trial`);
    return STOPPED;
  }
  if (tried === 'overtaken') {
    print(
      say`rule-pack: nothing was changed; plan, windows or packs changed meanwhile, please repeat the command`,
    );
    return 1;
  }
  const review = await service.review(id, { whole: true });
  const number = values.number === undefined ? null : Number(values.number);
  const result = await service.activate(author, id, { seenActive: review.active.id, number });
  const exit = tellResult(print, review, result);
  const untold = exit === 0 ? await countPendingTellings(context.db, 'rulesChanged') : 0;
  if (untold > 0)
    print(say`rule-pack: the running server tells ${untold} owners of lists, one after another`);
  return exit;
}

/** @returns the exit code */
function tellResult(
  print: (line: string) => void,
  review: PackReview,
  result: Awaited<ReturnType<RulePackService['activate']>>,
): number {
  const { code, version, id } = review.version;
  if (result.outcome === 'wrongNumber') {
    printConsequences(print, result.review);
    const { length } = result.review.consequences;
    print(say`rule-pack: nothing was changed; say --number ${length} once the list above is as it should be`);
    return 1;
  }
  if (result.outcome === 'untried') {
    print(say`rule-pack: nothing was changed; many lists were saved meanwhile, please repeat the command`);
    return 1;
  }
  if (result.outcome === 'requested') {
    print(say`rule-pack: nothing was changed; an officer of the province must approve it at ${pathOf(id)}`);
    return 1;
  }
  const nameOf = namesOf(review);
  for (const { batch, checked, broken } of review.dryRun.batches)
    print(say`${nameOf(batch)}: ${broken} of ${checked} saved lists conform no longer`);
  print(say`${code} version ${version} is in force`);
  return 0;
}

/** What forbids an activation whatever the lists are; it is told. */
async function refuseAtOnce({ db, print }: CommandContext, review: PackReview): Promise<boolean> {
  const { version } = review;
  if (version.active) print(say`rule-pack: ${version.code} version ${version.version} is in force already`);
  else if (isUnfit(review)) printUnfit(print, review);
  else if ((await findWaitingRequest(db, version.id)) !== null)
    print(
      say`rule-pack: nothing was changed; an officer of the province must approve it at ${pathOf(version.id)}`,
    );
  else return false;
  return true;
}

/** Tries a version on every saved list before the eyes of whoever asked. */
async function tryKept(
  { terminal = silentTerminal }: CommandContext,
  service: RulePackService,
  author: ActAuthor,
  id: number,
): Promise<'done' | 'stopped' | 'overtaken'> {
  const line = createProgressLine(terminal);
  const done = await service.tryWhole(author, id, {
    signal: terminal.signal,
    onProgress: ({ tried, total }) =>
      line.show(say`${tried} of ${total} saved lists tried`, tried / Math.max(1, total)),
  });
  line.end();
  return done ? 'done' : terminal.signal.aborted ? 'stopped' : 'overtaken';
}

const pathOf = (id: number) => `/office/rule-packs/${id}`;

/** A batch by code and name, as the pack in force calls it. */
function namesOf({ active }: PackReview): (batch: string) => string {
  return (code) => [code, findBatch(active.pack, code)?.name ?? ''].join(' ').trim();
}

function printUnfit(print: (line: string) => void, review: PackReview): void {
  const { dryRun, openingFaults } = review;
  const nameOf = namesOf(review);
  for (const { batch, why, count } of dryRun.lost)
    print(say`${nameOf(batch)}: ${sayText(why)} (${count} saved lists)`);
  for (const { batches, count } of dryRun.clashing)
    print(say`${batches.map(nameOf).join(' + ')}: excluded by the pack, and held together by ${count}`);
  for (const group of dryRun.forgottenGroups) print(say`group ${group}: given up, and unknown to the pack`);
  for (const { batch, code, example } of openingFaults)
    print(`${nameOf(batch)}: ${sayText(code)} ${example}`);
}

/** Open batches and saved lists that a pack concerns, as the page lists them. */
function printConsequences(print: (line: string) => void, { active, consequences }: PackReview): void {
  for (const one of consequences.slice(0, PRINTED)) {
    const { batch, candidate, text } = presentConsequence(active.pack, one);
    print([batch, candidate, text].filter((part) => part !== '').join('\t'));
  }
  print(say`rule-pack: ${consequences.length} open batches and saved lists are concerned`);
}
