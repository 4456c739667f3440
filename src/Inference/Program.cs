using Jinan.IndustryBrain.Inference;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

return await ServiceRun.RunAsync(() => InferenceApplication.Build(args));
