import { type Answer, type Answers, failed } from "../reads/replay.ts";

const first = "&limit=1 | Accept: application/vnd.pgrst.object+json";
const one = (body: string): Answer => ({ body, type: "application/vnd.pgrst.object+json; charset=utf-8" });
const ways = ["first_user", "second_user", "third_wheel"];

function ambiguous(source: string, target: string): Answer {
  const isOut = source === "best_friends";
  return failed(
    300,
    "PGRST201",
    `Could not embed because more than one relationship was found for '${source}' and '${target}'`,
    {
      details: ways.map((way) => ({
        cardinality: isOut ? "many-to-one" : "one-to-many",
        embedding: `${source} with ${target}`,
        relationship: `best_friends_${way}_fkey using ${isOut ? `best_friends(${way}) and users(username)` : `users(username) and best_friends(${way})`}`,
      })),
      hint: `Try changing '${target}' to one of the following: ${ways
        .map((way) => `'${target}!best_friends_${way}_fkey'`)
        .join(", ")}. Find the desired relationship in the 'details' key.`,
    },
  );
}

export const relations: Answers = {
  [`/users?select=username,messages(id),user_profiles(id)${first}`]: one(
    '{"username":"supabot","messages":[{"id":1},{"id":2},{"id":4}],"user_profiles":[{"id":1}]}',
  ),
  [`/messages?select=user:users(username,status)${first}`]: one('{"user":{"username":"supabot","status":"ONLINE"}}'),
  [`/channels?select=channel_details(*)${first}`]: one(
    '{"channel_details":{"id":1,"details":"Details for public channel"}}',
  ),
  [`/best_friends?select=id::text${first}`]: one('{"id":"1"}'),
  [`/channels?select=id,id,id${first}`]: one('{"id":1}'),
  [`/messages?select=message,users()${first}`]: one('{"message":"Hello World 👋"}'),
  [`/collections?select=*,collections(*)${first}`]: one(
    '{"id":1,"description":"Root Collection","parent_id":null,"collections":[{"id":2,"description":"Child of Root","parent_id":1},{"id":3,"description":"Another Child of Root","parent_id":1}]}',
  ),
  [`/collections?select=*,parent_id(*)&id=eq.2${first}`]: one(
    '{"id":2,"description":"Child of Root","parent_id":{"id":1,"description":"Root Collection","parent_id":null}}',
  ),
  [`/collections?select=id,collections!parent_id(id)&id=eq.1${first}`]: one(
    '{"id":1,"collections":[{"id":2},{"id":3}]}',
  ),
  "/collections?select=*,collections!collections_parent_id_fkey(*)&id=eq.1": failed(
    400,
    "PGRST200",
    "Could not find a relationship between 'collections' and 'collections' in the schema cache",
    {
      details:
        "Searched for a foreign key relationship between 'collections' and 'collections' using the hint 'collections_parent_id_fkey' in the schema 'public', but no matches were found.",
    },
  ),
  [`/products?select=*,categories(name)&id=eq.1${first}`]: one(
    '{"id":1,"name":"Laptop","description":"High-performance laptop","price":999.99,"categories":[{"name":"Electronics"},{"name":"Computers"}]}',
  ),
  [`/messages?select=channels!inner(slug,channel_details!inner(*))${first}`]: one(
    '{"channels":{"slug":"public","channel_details":{"id":1,"details":"Details for public channel"}}}',
  ),
  "/booking?select=id,hotel!inner(id,name)":
    '[{"id":1,"hotel":{"id":1,"name":"Sunset Resort"}},{"id":3,"hotel":{"id":2,"name":"Mountain View Hotel"}},{"id":8,"hotel":{"id":4,"name":null}}]',
  [`/users?select=first_friend_of:best_friends_first_user_fkey(id),second_friend_of:best_friends_second_user_fkey(*),third_wheel_of:best_friends_third_wheel_fkey(*)&username=eq.supabot${first}`]:
    one('{"first_friend_of":[{"id":1},{"id":2}],"second_friend_of":[],"third_wheel_of":[]}'),
  [`/best_friends?select=first_user:users!best_friends_first_user_fkey(username),third_wheel:users!third_wheel(username)&id=eq.2${first}`]:
    one('{"first_user":{"username":"supabot"},"third_wheel":null}'),
  [`/user_profiles?select=*,users!left(*)&id=eq.2${first}`]: one('{"id":2,"username":null,"users":null}'),
  [`/user_profiles?select=username(status)${first}`]: one('{"username":{"status":"ONLINE"}}'),
  [`/user_profiles?select=user:username(status)${first}`]: one('{"user":{"status":"ONLINE"}}'),
  [`/user_profiles?select=updatable_view(*)${first}`]: one(
    '{"updatable_view":{"username":"supabot","non_updatable_column":1}}',
  ),
  [`/channels?select=id,messages!channel_id!inner(id,username)${first}`]: one(
    '{"id":1,"messages":[{"id":1,"username":"supabot"}]}',
  ),
  [`/active_users?select=username,messages(id)&username=eq.supabot${first}`]: one(
    '{"username":"supabot","messages":[{"id":1},{"id":2},{"id":4}]}',
  ),
  "/best_friends?select=first_user:users(*),second_user:users(*),third_wheel:users(*)": ambiguous(
    "best_friends",
    "users",
  ),
  "/users?select=a:best_friends(*),b:best_friends(*)": ambiguous("users", "best_friends"),
  "/users?select=a:best_friends!first_user(*,first_user:users(*))": ambiguous("best_friends", "users"),
  "/best_friends?select=users!first_user(*),users!second_user(*)": failed(
    400,
    "42712",
    'table name "best_friends_users_1" specified more than once',
  ),
  "/users?select=msgs:messages(id,...message_details(created_at,channel!inner(id,owner:users(*))))": failed(
    400,
    "PGRST200",
    "Could not find a relationship between 'messages' and 'message_details' in the schema cache",
    {
      details:
        "Searched for a foreign key relationship between 'messages' and 'message_details' in the schema 'public', but no matches were found.",
    },
  ),
  "/users?select=alias:missing_column.count()&username=eq.supabot": failed(
    400,
    "42703",
    "column users.missing_column does not exist",
  ),
  "/messages?select=message,users.count(),casted_message:message::int4,casted_count:users.count()::text": failed(
    400,
    "42703",
    "column messages.users does not exist",
  ),
  "/users?select=username,messages(sum)": failed(400, "42703", "column messages_1.sum does not exist"),
};

const three = (...objects: readonly string[]): Answer =>
  one(`{"username":"supabot","messages":[${objects.map((each) => `{"channels":${each}}`).join(",")}]}`);

export const groups: Answers = {
  [`/users?select=username,messages(count)${first}`]: one('{"username":"supabot","messages":[{"count":3}]}'),
  [`/users?select=username,messages(id.count())${first}`]: one('{"username":"supabot","messages":[{"count":3}]}'),
  [`/users?select=username,messages(n:count())${first}`]: one('{"username":"supabot","messages":[{"n":3}]}'),
  [`/users?select=username,messages(channels(count))${first}`]: three('{"count":1}', '{"count":1}', '{"count":1}'),
  [`/users?select=username,messages(sum_id:id.sum())${first}`]: one('{"username":"supabot","messages":[{"sum_id":7}]}'),
  [`/users?select=username,messages(channels(id.sum()))${first}`]: three('{"sum":1}', '{"sum":2}', '{"sum":3}'),
  [`/users?select=username,messages(channels(count(),...channel_details(*)))${first}`]: three(
    '{"count":1,"id":1,"details":"Details for public channel"}',
    '{"count":1,"id":2,"details":"Details for random channel"}',
    '{"count":1,"id":null,"details":null}',
  ),
  [`/users?select=username,messages(channels(id.sum(),...channel_details(details_sum:id.sum(),details)))${first}`]:
    three(
      '{"sum":1,"details_sum":1,"details":"Details for public channel"}',
      '{"sum":2,"details_sum":2,"details":"Details for random channel"}',
      '{"sum":3,"details_sum":null,"details":null}',
    ),
  [`/messages?select=id,channels(id,...channel_details(details_id:id,details))${first}`]: one(
    '{"id":1,"channels":{"id":1,"details_id":1,"details":"Details for public channel"}}',
  ),
  [`/channels?select=channel_id:id,...messages(id,message)${first}`]: one(
    '{"channel_id":1,"id":[1],"message":["Hello World 👋"]}',
  ),
};
