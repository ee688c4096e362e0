create table if not exists orders (
    id       varchar(40) primary key,
    product  varchar(40) not null,
    quantity int not null,
    total    decimal(10, 2) not null,
    status   varchar(20) not null,
    placed   timestamp with time zone not null
);
