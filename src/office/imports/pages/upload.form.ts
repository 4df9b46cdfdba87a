import path from 'node:path';
import type { Request, Response } from 'express';
import { readField } from '../../../infrastructure/http/page-renderer';
import { readUpload } from '../../../infrastructure/http/set-up-uploads';
import type { UploadedList } from '../jobs/import-jobs.service';
import { findImportKind } from '../kinds/import-kinds';

export type UploadErrors = Partial<Record<'kind' | 'file' | 'sheet', string>>;

export interface UploadForm {
  readonly typed: { readonly kind: string; readonly sheet: string };
  /** Null while there is a fault. */
  readonly upload: UploadedList | null;
  readonly errors: UploadErrors;
}

const MAX_NAME_LENGTH = 100;
const MAX_SHEET_LENGTH = 31;

/** The file of a form that brings a list; `error` is '' where one came. */
export function readListFile(req: Request, res: Response, maxMegabytes: number) {
  const { file, tooLarge } = readUpload(req, res);
  if (file === null || tooLarge)
    return {
      file: null,
      error: tooLarge ? `文件超过${maxMegabytes}MB，请由运维人员用命令导入！` : '请选择要导入的文件！',
    };
  // Old browsers send the whole path.
  const name = path.win32.basename(file.name).slice(-MAX_NAME_LENGTH);
  return { file: { fileName: name, bytes: file.bytes, fileKey: file.key }, error: '' };
}

/** Reads kind, file and sheet of an upload. */
export function readUploadForm(req: Request, res: Response, maxMegabytes: number): UploadForm {
  const typed = { kind: readField(req, 'kind'), sheet: readField(req, 'sheet').trim() };
  const kind = findImportKind(typed.kind);
  const { file, error } = readListFile(req, res, maxMegabytes);
  const errors: UploadErrors = {
    ...(kind === null && { kind: '请选择名单的种类！' }),
    ...(typed.sheet.length > MAX_SHEET_LENGTH && {
      sheet: `工作表名称不超过${MAX_SHEET_LENGTH}个字，请检查后重新输入！`,
    }),
    ...(error !== '' && { file: error }),
  };
  if (kind === null || file === null || Object.keys(errors).length > 0)
    return { typed, upload: null, errors };
  return { typed, upload: { ...file, kind, sheet: typed.sheet || null }, errors };
}
