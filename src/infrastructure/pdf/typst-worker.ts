import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { answerJobs } from '../answer-jobs';
import type { TypstJob, TypstWorkerData } from './typst-job';

const { workspace, fonts, allFonts } = workerData as TypstWorkerData;

function createCompiler(files: readonly string[]): NodeCompiler {
  return NodeCompiler.create({
    workspace,
    fontArgs: [{ fontBlobs: files.map((file) => readFileSync(file)) }],
  });
}

const usual = createCompiler(fonts);
let complete: NodeCompiler | null = null;

function setDocument({ template, inputs, kept, rare, createdAt }: TypstJob): Uint8Array {
  if (rare) complete ??= createCompiler(allFonts);
  const compiler = (rare ? complete : null) ?? usual;
  try {
    // In one call: a compiled document held by a JavaScript object weighs ten times its PDF until it is collected.
    return compiler.pdf({ mainFilePath: template, inputs }, { creationTimestamp: createdAt });
  } finally {
    // Without this the compiler's cache grows without end.
    compiler.evictCache(kept);
  }
}

answerJobs(setDocument);
