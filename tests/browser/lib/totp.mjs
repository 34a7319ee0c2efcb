// The codes of an authenticator app (RFC 6238).

import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP = 30;

// The code that an app shows for a secret as it is written for people, so many steps of thirty seconds from now.
export function appCode(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1_000 / STEP) + steps));
  const hash = createHmac("sha1", bytesOf(secret)).update(counter).digest();
  const at = hash.at(-1) & 0xf;
  return String((hash.readUInt32BE(at) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}

function bytesOf(secret) {
  const bits = [...secret.replaceAll(/\s/g, "")].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}
