import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { TypstJob, TypstResult, TypstWorkerData } from './typst-job';

const { workspace, fonts, allFonts } = workerData as TypstWorkerData;

function createCompiler(files: readonly string[]): NodeCompiler {
  return NodeCompiler.create({
    workspace,
    fontArgs: [{ fontBlobs: files.map((file) => readFileSync(file)) }],
  });
}

const usual = createCompiler(fonts);
let complete: NodeCompiler | null = null;

function setDocument({ id, template, inputs, kept, rare, createdAt }: TypstJob): TypstResult {
  if (rare) complete ??= createCompiler(allFonts);
  const compiler = (rare ? complete : null) ?? usual;
  try {
    // In one call: a compiled document held by a JavaScript object weighs ten times its PDF until it is collected.
    const pdf = compiler.pdf({ mainFilePath: template, inputs }, { creationTimestamp: createdAt });
    return { id, pdf };
  } catch (error) {
    const diagnosis = error instanceof Error && 'code' in error ? error.code : error;
    return { id, fault: String(diagnosis) };
  } finally {
    // Without this the compiler's cache grows without end.
    compiler.evictCache(kept);
  }
}

parentPort?.on('message', (job: TypstJob) => parentPort?.postMessage(setDocument(job)));
