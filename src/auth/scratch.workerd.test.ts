import { scrypt, scryptSync } from "node:crypto";
import { it } from "vitest";
const params = [[17,8,1],[16,8,2],[15,8,3],[14,8,5],[13,8,10]] as const;
for (const [n,r,p] of params) it(`scrypt ${n} ${r} ${p}`, async () => {
  const N = 2**n;
  for (let k=0;k<3;k++){ const t0=performance.now(); try { scryptSync("password", "0123456789abcdef", 32, {N,r,p,maxmem:256*1024*1024}); console.log("sync",n,p,(performance.now()-t0).toFixed(1)); } catch(e) { console.log("sync fail",n,p,String(e)); } }
  const t1=Date.now();
  const order: string[] = [];
  await new Promise<void>((res)=> { scrypt("password","0123456789abcdef",32,{N,r,p,maxmem:256*1024*1024},(e,k)=>{order.push("done"); console.log("async",n,p,e?String(e):k?.length, Date.now()-t1); res();}); order.push("after call"); });
  console.log(order.join());
});
it("eight at once of 2^17", async () => {
  const one = () => new Promise<string>((res)=>{ try { scrypt("password","0123456789abcdef",32,{N:2**17,r:8,p:1,maxmem:256*1024*1024},(e)=>res(e?String(e):"ok")) } catch(e) { res("throw "+e) } });
  const t=Date.now(); console.log((await Promise.all(Array.from({length:8}, one))).join(), Date.now()-t);
});
