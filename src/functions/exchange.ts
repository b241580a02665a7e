/** The HTTP request that calls a function: all but its body, which has become the argument. */
export type CallRequest = Pick<Request, "method" | "url" | "headers">;

/** What a function says of the answer to its call, where that is an HTTP answer of its own. */
export interface CallResponse {
  /** 200 to 599 instead of the usual one; null leaves that. */
  status: number | null;
  /** Sent beside the usual ones, and in the place of those of the same name. `append` sends one several times. */
  readonly headers: Headers;
}

export interface Exchange {
  /** Null where there is none to show: a field of an operation that has several, a socket's message. */
  readonly request: CallRequest | null;
  readonly response: CallResponse;
}

/** Headers are made when a function first asks for them: few do. */
export function openExchange(request: CallRequest | null): Exchange {
  let headers: Headers | null = null;
  return {
    request,
    response: {
      status: null,
      get headers() {
        headers ??= new Headers();
        return headers;
      },
    },
  };
}
