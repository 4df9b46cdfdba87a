import bcrypt from 'bcrypt';
import { answerJobs } from '../answer-jobs';
import type { HashJob } from './hash-job';

answerJobs((job: HashJob) =>
  'hash' in job ? bcrypt.compareSync(job.password, job.hash) : bcrypt.hashSync(job.password, job.cost),
);
