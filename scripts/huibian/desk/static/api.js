/* Asks the desk. Every request that changes something carries the page's token; what the desk
   refuses comes back as an Error whose `findings` say what is wrong and what to do. */

const token = document.querySelector('meta[name="huibian-token"]').content;

export class Refused extends Error {
  constructor(status, findings) {
    super(findings.map((one) => one.message).join("；"));
    this.status = status;
    this.findings = findings;
  }
}

const LOST = { message: "连不上工作台", hint: "它可能已经关掉了。请再运行一次工作台，草稿都在。" };
const LARGE = { message: "文件太大，工作台收不下", hint: "" };
const BROKEN = { message: "工作台出了错，刚才的操作没有完成", hint: "请刷新这一页再试一次，草稿都在。" };

async function answer(response) {
  let data = null;
  try {
    data = await response.json();
  } catch (error) {
    data = null;
  }
  if (response.ok && data !== null) return data;
  const unsaid = response.status === 413 ? LARGE : BROKEN;
  const findings = data && data.findings && data.findings.length ? data.findings : [unsaid];
  throw new Refused(response.status, findings);
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    throw new Refused(0, [LOST]);
  }
  return answer(response);
}

export function get(address) {
  return ask(address, { headers: { Accept: "application/json" } });
}

export function post(address, data) {
  return ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Huibian-Token": token },
    body: JSON.stringify(data || {}),
  });
}

/* Sends a file as it is; `progress` is told the bytes that went, of all. One of more than `limit`
   megabytes is refused here: the desk would cut it off, and nobody would hear why. */
export function send(address, file, limit, progress) {
  return new Promise((resolve, reject) => {
    if (file.size > limit * 1e6) {
      reject(new Refused(413, [{ message: `文件太大，最多 ${limit} MB`, hint: "" }]));
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-Huibian-Token", token);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "text";
    request.upload.onprogress = (event) => progress(event.loaded, event.total || file.size);
    request.onerror = () => reject(new Refused(0, [LOST]));
    request.onload = () => {
      answer(new Response(request.responseText || "null", { status: request.status })).then(resolve, reject);
    };
    request.send(file);
  });
}

const SOON = 5000; // most jobs end within so many milliseconds
const PATIENCE = 30000; // … for so many it is asked again when the desk does not answer
const AGAIN = { message: "工作台重新启动过，不知道刚才的事做到了哪里", hint: "请刷新这一页，看看做到了哪里。" };

export function later(pause) {
  return new Promise((resolve) => setTimeout(resolve, pause));
}

/* What became of a job. That the desk did not answer says nothing of it: an error that does not
   come from the job itself is `unsure`. */
async function state(job) {
  const begun = Date.now();
  for (;;) {
    try {
      return await get(`/api/jobs/${job}`);
    } catch (error) {
      if (error.status !== 0 || Date.now() - begun > PATIENCE) {
        throw Object.assign(error.status === 404 ? new Refused(404, [AGAIN]) : error, { unsure: true });
      }
    }
    await later(1000);
  }
}

/* Asks for a job until it ends; `progress` is told its data each time. */
export async function wait(job, progress) {
  const begun = Date.now();
  for (let pause = 60; ; pause = Math.min(pause * 1.5, Date.now() - begun < SOON ? 120 : 1000)) {
    const data = await state(job);
    progress(data);
    if (data.state === "done") return data.result;
    if (data.state === "failed") throw new Refused(422, data.findings.length ? data.findings : [BROKEN]);
    await later(pause);
  }
}
