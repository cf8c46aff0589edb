import { refuse } from '../../base/checks.js';

/** The words of scheduler.postTask, the most urgent first. */
const priorities = ['user-blocking', 'user-visible', 'background'] as const;

/**
 * Which of several ready jobs has its turn first, in the words of scheduler.postTask: a job of a lower priority waits
 * while one of a higher is ready. What already runs is never interrupted before its next pause.
 */
export type Priority = (typeof priorities)[number];

/** A priority as a number: 0 is the most urgent. */
export type Level = 0 | 1 | 2;

/** How many there are. */
export const LEVELS = priorities.length;

/** @throws {@link OpenSSLError} `argument` for a word that is none of the three */
export function levelOf(priority: Priority): Level {
  const level = priorities.indexOf(priority);
  if (level < 0) refuse(`priority is one of ${priorities.join(', ')}`);
  return level as Level;
}
