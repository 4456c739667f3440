using Jinan.IndustryBrain.Collector;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Options;

return await ServiceRun.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults();
    builder.Services.AddValidatedOptions<EdgeOptions>(EdgeOptions.Section);
    builder.Services.AddValidatedOptions<CollectorOptions>(CollectorOptions.Section);
    builder.Services.AddCollector();

    var app = builder.Build();
    app.UseServiceDefaults();
    app.MapCollector();
    return app;
});
