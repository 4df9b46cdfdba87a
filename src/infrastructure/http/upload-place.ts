import type { Request } from 'express';
import type { UploadFolder } from './upload-folder';

/** What a route takes that takes files. */
export interface UploadPlace {
  /** The form's fields that bring a file each. */
  readonly fields: readonly string[];
  readonly maxBytes: number;
  /** Where files stand until somebody takes them over; null: in memory. */
  readonly folder: UploadFolder | null;
  /**
   * Who may send files here, by the request and the parameters of its path: for anybody else nothing is read, and the
   * form has no token. @throws AppError signInNeeded
   */
  readonly admits: (req: Request, params: Request['params']) => Promise<boolean>;
}
