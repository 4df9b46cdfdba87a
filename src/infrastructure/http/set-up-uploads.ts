import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { AppError } from '../errors';
import { extendBodyTime, LIST_MS, PHOTO_MS } from './body-time';
import { findUpload } from './find-upload';
import { cleanText } from './readable-text';
import { cleanFields } from './set-up-door';
import type { Steps } from './steps';
import type { UploadFolder } from './upload-folder';
import type { UploadPlace } from './upload-place';
import { createMemoryBudget, storeInMemory } from './upload-storage';

/** A file that came with a form. */
interface UploadedFile {
  /** Its name in the place's folder. */
  readonly key: string;
  /** What the sender calls it. */
  readonly name: string;
  readonly bytes: number;
  /** Null where it stands in a folder. */
  readonly content: Buffer | null;
}

/** What came in one field of a form that brings files. */
interface Upload {
  /** Null where no file was chosen, or it was refused. */
  readonly file: UploadedFile | null;
  /** Whether the file was longer than may be. */
  readonly tooLarge: boolean;
}

const FIELDS = 20;
const FIELD_BYTES = 10_000;
/** A file in memory that is longer by this than what may be is not even listened to. */
const HEARD_OUT_BYTES = 32_000_000;
/** What all forms that are under way may hold in memory; beyond it the next one is asked to come later. */
const MEMORY_BYTES = 256_000_000;
/** Bytes of a form with files that is read for its text alone. */
const MAX_UNKNOWN_LENGTH = 32_000_000;
const KEPT = 'uploadKept';
const REFUSED = 'uploadRefused';
const PLACE = 'uploadPlace';

/**
 * The one way in for files: takes them before their form is looked at, since the CSRF token stands among its fields,
 * and from those alone whom the place admits. What nobody takes over from a folder is deleted as the answer ends.
 */
export function setUpUploads(steps: Steps): void {
  const budget = createMemoryBudget(MEMORY_BYTES);
  const receivers = new Map<UploadPlace, RequestHandler>();
  steps.use(async (req, res, next) => {
    const found = findUpload(res);
    if (found === null) return next();
    const { place, params } = found;
    const admitted = await askPlace(place, req, params);
    // Its text is carried over the sign-in; the files are not.
    if (admitted instanceof AppError) return passBy(req, res, () => next(admitted));
    if (!admitted) return next();
    res.locals[PLACE] = place;
    if (place.folder === null) {
      const give = budget.take(place.maxBytes * place.fields.length);
      if (give === null) throw new AppError('busy', 503);
      res.once('close', give);
      extendBodyTime(req, PHOTO_MS);
    } else {
      extendBodyTime(req, LIST_MS);
      const { folder } = place;
      // What cannot be removed now goes with the next round of old files.
      res.once('close', () => void removeUnlessKept(req, res, folder).catch(() => undefined));
    }
    const receive = receivers.get(place) ?? createReceiver(place);
    receivers.set(place, receive);
    receive(req, res, (error: unknown) => {
      if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE')
        res.locals[REFUSED] = error.field;
      else if (error !== undefined && error !== null) return next(describeFault(error));
      try {
        cleanFields(req);
      } catch (refused) {
        return next(refused);
      }
      next();
    });
  });
}

/** Whether a place takes files from a request, or what it says to somebody who is not signed in. */
async function askPlace(
  { admits }: UploadPlace,
  req: Request,
  params: Request['params'],
): Promise<boolean | AppError> {
  try {
    return await admits(req, params);
  } catch (error) {
    if (error instanceof AppError && error.code === 'signInNeeded') return error;
    throw error;
  }
}

/** Reads the text of a form from nobody who is signed in; a longer one is not listened to. */
function passBy(req: Request, res: Response, next: () => void): void {
  if (Number(req.get('content-length') ?? Infinity) <= MAX_UNKNOWN_LENGTH) readTextAlone(req, res, next);
  else next();
}

/** Takes the text fields of a form, and lets its files pass by. */
const readTextAlone = multer({
  storage: multer.memoryStorage(),
  fileFilter: (_req, _file, done) => done(null, false),
  limits: { fields: FIELDS, fieldSize: FIELD_BYTES, parts: 2 * FIELDS },
}).any();

function createReceiver({ fields, folder, maxBytes }: UploadPlace) {
  const storage = folder === null ? storeInMemory(maxBytes) : folder.storage;
  return multer({
    storage,
    limits: {
      fileSize: folder === null ? maxBytes + HEARD_OUT_BYTES : maxBytes,
      files: fields.length,
      fields: FIELDS,
      fieldSize: FIELD_BYTES,
      parts: FIELDS + fields.length,
    },
    defParamCharset: 'utf8',
  }).fields(fields.map((name) => ({ name, maxCount: 1 })));
}

/** A disk that fails is our fault, a form that cannot be read the sender's. */
function describeFault(error: unknown): unknown {
  return error instanceof Error && 'syscall' in error ? error : new AppError('badRequest', 400);
}

function listFiles({ files }: Request): readonly Express.Multer.File[] {
  return files === undefined || Array.isArray(files) ? [] : Object.values(files).flat();
}

async function removeUnlessKept(req: Request, res: Response, folder: UploadFolder): Promise<void> {
  if (res.locals[KEPT] === true) return;
  // One that broke off on its way has no name yet, and is removed by whoever was writing it.
  for (const { filename } of listFiles(req)) if (filename) await folder.remove(filename);
}

/** What was uploaded in a field of this form. */
export function readUpload(req: Request, res: Response, field = 'file'): Upload {
  const place: UploadPlace | undefined = res.locals[PLACE];
  const file = listFiles(req).find(({ fieldname }) => fieldname === field);
  const tooLarge =
    res.locals[REFUSED] === field ||
    (file !== undefined && place !== undefined && file.size > place.maxBytes);
  if (file === undefined || tooLarge) return { file: null, tooLarge };
  const { filename = '', originalname, size, buffer } = file;
  return {
    file: { key: filename, name: cleanText(originalname), bytes: size, content: buffer ?? null },
    tooLarge: false,
  };
}

/** From here on somebody else deletes the file. */
export function keepUpload(res: Response): void {
  res.locals[KEPT] = true;
}
