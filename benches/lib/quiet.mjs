// Waits for the machine to have nothing else to do, where it tells.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const processor = () => {
  const times = readFileSync("/proc/stat", "utf8").split("\n")[0].trim().split(/\s+/).slice(1, 9).map(Number);
  const all = times.reduce((sum, time) => sum + time);
  // The fourth and fifth are idle and waiting for a disk.
  return { all, busy: all - times[3] - times[4] };
};

// Whether a quiet second came in time.
export const quiet = async () => {
  if (process.platform !== "linux") return true;
  for (let second = 0; second < 15; second++) {
    const before = processor();
    await sleep(1000);
    const after = processor();
    if ((after.busy - before.busy) / (after.all - before.all) < 0.15) return true;
  }
  return false;
};
