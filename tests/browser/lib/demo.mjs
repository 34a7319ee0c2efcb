// The demo of the real program, in a throw-away folder on a free port.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export async function startDemo() {
  const binary = process.env.RAPPEL_BINARY;
  assert.ok(binary, "RAPPEL_BINARY names no program");
  const folder = mkdtempSync(join(tmpdir(), "rappel-demo-"));
  const port = await freePort();
  const child = spawn(binary, ["demo", "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (bytes) => (said += bytes));
  let logged = "";
  child.stderr.on("data", (bytes) => (logged = (logged + bytes).slice(-20_000)));

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      // The limit itself keeps nobody waiting.
      await Promise.race([ended, sleep(10_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const began = Date.now();
  while (!(await isReady(port))) {
    if (child.exitCode !== null || Date.now() - began > 60_000) {
      await stop();
      assert.fail(`the demo is not ready after ${Date.now() - began} ms\n${said}\n${logged}`);
    }
    await sleep(100);
  }
  return { port, office: `http://localhost:${port}`, signIns: signIns(said), said: () => said, log: () => logged, stop };
}

// One line per sign-in, in columns that two or more spaces separate: who, address, user name, password.
function signIns(said) {
  const found = said
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/))
    .filter((columns) => columns.length >= 4 && columns[1].startsWith("http://"))
    .map(([who, address, user, password]) => ({ who, address, user, password, origin: new URL(address).origin }));
  assert.ok(found.length >= 2, `the demo prints no sign-ins:\n${said}`);
  return found;
}

async function isReady(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return answer.status === 200;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
