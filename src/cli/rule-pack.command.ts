import { readFile } from 'node:fs/promises';
import { listRulePackFaults, listRulePackVersions } from '../batches';
import { databaseClock } from '../clock';
import { formatInstant } from '../format-time';
import { createRulePackService, isUnfit } from '../rule-packs';
import { say, sayText } from '../say';
import { lacksReason, readActWords } from './act-words';
import type { Command, CommandContext } from './command';

const usage = `rule-pack show
  rule-pack check <file>
  rule-pack activate <file> --reason <text>`;

/** Versions of the year's rule pack; a running server follows within 5 seconds. */
export const rulePackCommand: Command = {
  name: 'rule-pack',
  usage,
  summary: 'list the versions that are kept, check a pack, or keep it and put it in force',
  async run(context, [verb, ...args]) {
    if (verb === 'show' && args.length === 0) return show(context);
    if (verb === 'check' && args.length === 1) return check(context, args[0] ?? '');
    const words = verb === 'activate' ? readActWords(args) : null;
    const [file, ...rest] = words?.positionals ?? [];
    if (words === null || file === undefined || rest.length > 0) {
      context.print(say`usage: zhiyuan ${usage}`);
      return 2;
    }
    if (lacksReason(context.print, words)) return 2;
    return activate(context, file, words.reason);
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

async function activate(context: CommandContext, file: string, reason: string): Promise<number> {
  const { db, print } = context;
  const text = await readText(context, file);
  if (text === null) return 1;
  const service = createRulePackService({ db, clock: databaseClock, tokens: null });
  const author = { kind: 'operator', reason } as const;
  const kept = await service.upload(author, text);
  if (kept.outcome === 'faults') {
    for (const fault of kept.faults) print(fault);
    return 1;
  }
  if (kept.outcome === 'versionTaken') {
    print(say`rule-pack: version ${kept.version} of ${kept.code} is kept already and says something else`);
    return 1;
  }
  const review = await service.review(kept.id);
  const { version, active, dryRun, openingFaults } = review;
  if (version.active) {
    print(say`rule-pack: ${version.code} version ${version.version} is in force already`);
    return 1;
  }
  if (isUnfit(review)) {
    for (const { batch, why, count } of dryRun.lost)
      print(say`${batch}: ${sayText(why)} (${count} saved lists)`);
    for (const group of dryRun.forgottenGroups) print(say`group ${group}: given up, and unknown to the pack`);
    for (const { batch, code, example } of openingFaults) print(`${batch}: ${sayText(code)} ${example}`);
    return 1;
  }
  await service.activate(author, kept.id, active.id);
  for (const { batch, checked, broken } of dryRun.batches)
    print(say`${batch}: ${broken} of ${checked} saved lists conform no longer`);
  print(say`${version.code} version ${version.version} is in force`);
  return 0;
}
