using Jinan.IndustryBrain.Historian;
using Jinan.IndustryBrain.Historian.Ingest;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

return await ServiceRun.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
    builder.Services.AddHistorian();

    var app = builder.Build().UseServiceDefaults();
    app.MapSubscribeHandler();
    app.MapTopics();
    app.MapQueries();
    return app;
});
