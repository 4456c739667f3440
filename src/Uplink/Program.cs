using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.Uplink;

return await ServiceRun.RunAsync(() => UplinkApplication.Build(args));
