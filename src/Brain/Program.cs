using Jinan.IndustryBrain.Brain;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

return await ServiceRun.RunAsync(() => BrainApplication.Build(args));
