create index if not exists orders_by_age on orders (placed desc);
