using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Rest;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.Inference;

/// <summary>The service as it runs; tests start the same.</summary>
internal static class InferenceApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
        builder.Services.AddInference();

        var app = builder.Build().UseServiceDefaults();
        app.MapSubscribeHandler();
        app.MapFrames();
        app.MapInference();
        return app;
    }
}
