import type { Seed } from "../../scenarios/scenario.ts";
import { rows } from "../reads/rows.ts";

export const seed: Seed = {
  users: rows(
    "username status catchphrase data",
    ["supabot", "ONLINE", "fat cat"],
    ["kiwicopple", "OFFLINE", "cat bat"],
    ["awailas", "ONLINE", "bat rat"],
    ["dragarcia", "ONLINE", "rat fat"],
    [
      "jsonuser",
      "ONLINE",
      "json test",
      '{"foo":"string value","fooRecord":{"bar":{"nested":"value"},"baz":"string value"}}',
    ],
    ['a"b,c', "OFFLINE"],
    ["x(y)", "OFFLINE"],
    ["foo,bar", "OFFLINE"],
  ),
  user_profiles: rows("id username", [1, "supabot"], [2]),
  best_friends: rows(
    "id first_user second_user third_wheel",
    [1, "supabot", "kiwicopple", "awailas"],
    [2, "supabot", "awailas"],
  ),
  channels: rows("id slug", [1, "public"], [2, "random"], [3, "other"]),
  channel_details: rows("id details", [1, "Details for public channel"], [2, "Details for random channel"]),
  messages: rows(
    "id message channel_id username",
    [1, "Hello World 👋", 1, "supabot"],
    [2, "Perfection is attained.", 2, "supabot"],
    [4, "Some message on channel without details", 3, "supabot"],
  ),
  collections: rows(
    "id description parent_id",
    [1, "Root Collection"],
    [2, "Child of Root", 1],
    [3, "Another Child of Root", 1],
    [4, "Grandchild", 2],
  ),
  products: rows("id name description price", [1, "Laptop", "High-performance laptop", 999.99]),
  categories: rows("id name", [1, "Electronics"], [2, "Computers"], [3, "Audio"]),
  product_categories: rows("product_id category_id", [1, 1], [1, 2]),
  cornercase: rows("id array_column", [1, '["test","one"]'], [2, '["another"]'], [3, '["a,b"," padded ",""]']),
  hotel: rows("id name", [1, "Sunset Resort"], [2, "Mountain View Hotel"], [4]),
  booking: rows("id hotel_id", [1, 1], [3, 2], [4], [8, 4]),
};
