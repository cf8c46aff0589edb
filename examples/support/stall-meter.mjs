/**
 * Measures how long the event loop was held up. A timer is due every millisecond; by how much it is late
 * is how long everything else in this process had to wait.
 */
export function startStallMeter() {
  let last = performance.now();
  let longest = 0;
  let ticks = 0;

  function look() {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }

  const timer = setInterval(() => {
    look();
    ticks++;
  }, 1);

  return {
    /** @returns the longest stall in milliseconds, and how often the timer fired */
    stop() {
      look(); // the stall that is going on counts too
      clearInterval(timer);
      return { longest, ticks };
    },
  };
}
