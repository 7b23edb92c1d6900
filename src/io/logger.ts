// The door to pino: structured lines on stderr, masked. Loaded only with --verbose, since a commit hook pays for every import.
import { type DestinationStream, pino } from 'pino';
import type { Log } from '../core/runtime.ts';
import { printError } from './terminal.ts';

/** A log that writes JSON lines to stderr. `info` is for who keeps the logs of a machine; `quietly` leaves out what is for debugging. */
export function createLogger(quietly = false): Log & { info: Log['debug'] } {
  const destination: DestinationStream = { write: (line) => printError(line.trimEnd()) };
  const logger = pino(
    { level: quietly ? 'info' : 'debug', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
  };
}
