// Before every test file: properties draw the same cases each time, so that a commit is judged by what it changed.
// `FAST_CHECK_SEED=N npm test` tries others, as `npm run fuzz` does all the time.
import fc from 'fast-check';

fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_124),
});
