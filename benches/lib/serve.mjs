// The companion server on a free port, for one site.

import { spawn } from "node:child_process";

export const serve = async (program, dist, data) => {
  const limits = ["reads", "views", "posts"].flatMap((kind) => [`--${kind}-per-minute`, "100000"]);
  const flags = ["--port", "0", "--dist", dist, "--data", data, ...limits];
  const child = spawn(program, flags, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, AV_LOG: "warn" } });
  // Told to stop, or failing, this process takes it along.
  process.once("exit", () => child.kill());
  const origin = await new Promise((resolve, reject) => {
    // It prints its address once it listens.
    child.stdout.setEncoding("utf8").once("data", (line) => resolve(line.trim().replace(/\/$/, "")));
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`${program} does not start`)));
  });
  return { origin, stop: () => child.kill() };
};
