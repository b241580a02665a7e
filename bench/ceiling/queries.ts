export const artistById = `
  select json_object('id', id, 'name', name) as body from artists where id = ?1`;

export const tracksOfGenre = `
  select json_group_array(json_object(
    'id', id, 'name', name, 'composer', composer, 'milliseconds', milliseconds, 'unit_price', unit_price)) as body
  from (
    select id, name, composer, milliseconds, unit_price from tracks where genre_id = ?1 order by name, id limit 20)`;

export const artistsWithAlbums = `
  select json_group_array(json_object('id', id, 'name', name, 'albums', (
    select json_group_array(json_object('id', albums.id, 'title', title, 'tracks', (
      select json_group_array(json_object('id', tracks.id, 'name', tracks.name, 'milliseconds', milliseconds))
      from tracks where album_id = albums.id)))
    from albums where artist_id = artist.id))) as body
  from (select id, name from artists where id > ?1 order by id limit 20) as artist`;

export const insertArtist = `
  insert into artists (name) values (?1) returning json_object('id', id, 'name', name) as body`;

export const renameArtist = `
  update artists set name = ?1 where id = ?2 returning json_object('id', id, 'name', name) as body`;

export const invoicesOfUser = `
  select json_group_array(json_object(
    'id', id, 'invoice_date', invoice_date, 'billing_city', billing_city, 'billing_country', billing_country,
    'total', total)) as body
  from (
    select id, invoice_date, billing_city, billing_country, total from invoices
    where user_id = ?1 order by invoice_date desc, id desc limit 20)`;

export const albumsOfArtist = `
  select json_group_array(json_object('id', id, 'title', title, 'artist_id', artist_id)) as body
  from (select id, title, artist_id from albums where artist_id = ?1 order by id)`;
