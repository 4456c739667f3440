using Jinan.IndustryBrain.Inference;
using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Rest;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

return await ServiceRun.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
    builder.Services.AddInference();

    var app = builder.Build().UseServiceDefaults();
    app.MapSubscribeHandler();
    app.MapFrames();
    app.MapInference();
    return app;
});
