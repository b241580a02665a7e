/**
 * How much of what was sent to a client it has not shown to have read. Every client answers a ping once it has read it, and
 * with it all that was sent before; what it says of itself (messages, pings of its own) shows nothing.
 */
export class Unread {
  readonly #most: number;
  #sentBytes = 0;
  #readBytes = 0;
  /** How much had been sent at each ping that has no answer yet, the first first. */
  readonly #asked: number[] = [];
  #askedAtBytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  sent(bytes: number): void {
    this.#sentBytes += bytes;
  }

  get isTooMuch(): boolean {
    return this.#sentBytes - this.#readBytes > this.#most;
  }

  /** Four times before it is too much: an honest client has answered one of them by then. */
  get isTimeToAsk(): boolean {
    return this.#sentBytes - this.#askedAtBytes >= this.#most / 4;
  }

  /** A ping has no answer yet. */
  get isAsked(): boolean {
    return this.#asked.length > 0;
  }

  /** A ping is sent. */
  asked(): void {
    this.#asked.push(this.#sentBytes);
    this.#askedAtBytes = this.#sentBytes;
  }

  /** A pong has come. One that answers nothing is a client's own sign of life. */
  answered(): void {
    this.#readBytes = this.#asked.shift() ?? this.#readBytes;
  }
}
