-- Ratings of the groups of a chart: each is one rater's, sealed under the chart's key. Who the rater is stands in a keyed digest, for one rater rates a group once.
create table analysis_rating (
  id uuid primary key,
  chart uuid not null references analysis_chart,
  of_group int not null,
  rater bytea not null,
  officer text not null,
  rated_at timestamptz not null,
  sealed bytea not null
);
create unique index analysis_rating_once on analysis_rating (chart, of_group, rater);
