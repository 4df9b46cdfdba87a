import os from 'node:os';
import type { Clock } from '../infrastructure/clock';
import type { Config } from '../infrastructure/config/config';
import type { Knex } from '../infrastructure/database/knex';
import { watchReference } from '../infrastructure/database/reference-watch';
import { createFonts } from '../infrastructure/fonts/fonts';
import type { Logger } from '../infrastructure/logger';
import { openRedisClient } from '../infrastructure/redis-client';
import { createCipher } from '../infrastructure/security/cipher';
import { createFormTokens } from '../infrastructure/security/form-token';
import type { HashEngine } from '../infrastructure/security/hash-engine';
import { createKeyedHash } from '../infrastructure/security/keyed-hash';
import { createPasswordHasher } from '../infrastructure/security/password-hasher';
import { createFilingService } from './choice-lists/filing.service';
import { createSaveService } from './choice-lists/save.service';
import { createCounterCodeService } from './counter-codes/counter-code.service';
import type { SignInServiceParts } from './credentials/change-password';
import { createOwnerCheck } from './credentials/owner-check';
import { createPasswordAdmissions } from './credentials/password-admissions';
import { createSignInService } from './credentials/sign-in.service';
import { createSignInLimits } from './credentials/sign-in-limits';
import { createSprayAlarms } from './credentials/spray-alarms';
import { createPhraseCheck } from './identity/phrase-check';
import { createProofService } from './identity/proof.service';
import { createCheckpointBoard } from './ledger/checkpoint-board';
import { createMessageWays } from './messages/message-ways';
import { createPictureCodeService } from './picture-code/picture-code.service';
import { createPdfPrinter } from './printed-forms/pdf-printer';
import { loadReference, type Reference } from './reference/reference';
import { createPostgresPlaces } from './waiting-room/place.repository';
import { isPressed } from './waiting-room/pressure';
import { createRedisPlaces } from './waiting-room/redis-places';
import { createWaitingRoom } from './waiting-room/waiting-room';

/** What the domain is built from. */
interface DomainParts {
  readonly config: Config;
  readonly db: Knex;
  /** For the line before 登录 and for signing in. */
  readonly arrivalsDb: Knex;
  /** For what is read while nobody asks. */
  readonly backgroundDb: Knex;
  readonly log: Logger;
  readonly clock: Clock;
  /** A reference whose plan is that of a copy of this database; null: none is known. */
  readonly known: Reference | null;
  readonly hashes: HashEngine;
  /** Whether a 学信 account may stand in a password's place. */
  readonly isLinked: SignInServiceParts['isLinked'];
}

/** What is true whoever asks: built once, for all three wings to stand on. */
export async function buildDomainServices(parts: DomainParts) {
  const { config, db, arrivalsDb, backgroundDb, log, clock, known, hashes, isLinked } = parts;
  const { environment } = config;
  const reference = await watchReference<Reference>(backgroundDb, log, (former) =>
    loadReference(backgroundDb, former ?? known),
  );
  const { dataKey, indexKey, formToken } = config.secrets;
  const cipher = createCipher(dataKey, indexKey);
  const keyed = createKeyedHash(indexKey);
  const tokens = createFormTokens(formToken, environment);
  const hasher = createPasswordHasher(hashes);
  const pack = () => reference.current().calendar.pack;
  const checkPhrase = createPhraseCheck(db, pack, hasher.matches);
  const proof = createProofService({ db, cipher, pack, keyed, checkPhrase });
  const alarms = createSprayAlarms({ db: arrivalsDb, log, settings: config.alarms, keyed });
  const passwordsOf = (purpose: 'signIn' | 'accountSignIn') =>
    createPasswordAdmissions({ db: arrivalsDb, log, alarms }, purpose);
  const limits = createSignInLimits(arrivalsDb, passwordsOf('signIn'));
  const signIn = createSignInService({ db: arrivalsDb, cipher, hasher, limits, proof, isLinked });
  const fonts = createFonts(config.printFonts);
  return {
    db,
    clock,
    cipher,
    /** Hashes of codes, journeys and names that serve for minutes. */
    keyed,
    tokens,
    hasher,
    environment,
    reference,
    pack,
    checkPhrase,
    proof,
    alarms,
    passwordsOf,
    limits,
    signIn,
    ownerCheck: createOwnerCheck(db, proof, checkPhrase, signIn.confirmPassword),
    checkpoints: createCheckpointBoard(db),
    filing: createFilingService({ db, clock, reference }),
    saving: createSaveService({
      db,
      clock,
      reference,
      tokens,
      cipher,
      node: `${os.hostname()}:${process.pid}`,
    }),
    pictures: createPictureCodeService(db, keyed),
    counterCodes: createCounterCodeService(db, cipher),
    ways: createMessageWays(config, db, cipher),
    waitingRoom: createWaitingRoom({
      store:
        config.redis === null
          ? createPostgresPlaces(arrivalsDb)
          : createRedisPlaces(await openRedisClient(config.redis, log)),
      limits: () => {
        const { switches, signInRate } = reference.current();
        return { ...config.signIns, rate: signInRate ?? config.signIns.rate, held: switches.holdSignIns };
      },
      isPressed: () => isPressed(hasher, arrivalsDb),
      processes: config.processes,
      log,
    }),
    fonts,
    pdf: createPdfPrinter({ fonts }),
  };
}

export type DomainServices = Awaited<ReturnType<typeof buildDomainServices>>;
