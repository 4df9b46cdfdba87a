import { type CodeService, createCodeService } from './code.service';
import { createLetterService, type LetterParts, type LetterService } from './letter.service';
import { createRecordService, type RecordService } from './record.service';

/** What the counter's pages are built on. */
export interface CounterServices {
  readonly records: RecordService;
  readonly codes: CodeService;
  readonly letters: LetterService;
}

export function createCounterServices(parts: LetterParts): CounterServices {
  return {
    records: createRecordService(parts),
    codes: createCodeService(parts),
    letters: createLetterService(parts),
  };
}
