"""Models of a few thousand random weights, saved as those of the hub are: what diffusers really loads and runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def tokens() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: n for n, word in enumerate(["<pad>", "</s>", "<unk>", "steam", "rises", "cup"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=64
    )


def text() -> Any:
    from transformers import T5Config, T5EncoderModel

    return T5EncoderModel(T5Config(vocab_size=16, d_model=32, d_kv=8, d_ff=32, num_layers=1, num_heads=4)).eval()


def wan(*, with_picture: bool = True) -> Any:
    """As Wan 2.2 5B: its own multistep scheduler, and a picture as the first of the latents."""
    from diffusers import (
        AutoencoderKLWan,
        UniPCMultistepScheduler,
        WanImageToVideoPipeline,
        WanPipeline,
        WanTransformer3DModel,
    )

    vae = AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    )
    transformer = WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=16, out_channels=16,
        text_dim=32, freq_dim=64, ffn_dim=32, num_layers=2, cross_attn_norm=True,
        qk_norm="rms_norm_across_heads", rope_max_seq_len=64,
    )  # fmt: skip
    scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)
    parts = {"vae": vae, "transformer": transformer, "scheduler": scheduler, "text_encoder": text()}
    if with_picture:
        return WanImageToVideoPipeline(**parts, tokenizer=tokens(), expand_timesteps=True)
    return WanPipeline(**parts, tokenizer=tokens())


def ltx() -> Any:
    """As LTX Video: packed latents, and noise in its decoder."""
    from diffusers import (
        AutoencoderKLLTXVideo,
        FlowMatchEulerDiscreteScheduler,
        LTXImageToVideoPipeline,
        LTXVideoTransformer3DModel,
    )

    vae = AutoencoderKLLTXVideo(
        latent_channels=8, block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False, False), decoder_spatio_temporal_scaling=(True, True, False, False),
        decoder_inject_noise=(False,) * 5, upsample_residual=(False,) * 4, upsample_factor=(1,) * 4,
        timestep_conditioning=False, patch_size=1, patch_size_t=1, encoder_causal=True, decoder_causal=False,
    )  # fmt: skip
    vae.use_framewise_encoding = vae.use_framewise_decoding = False
    transformer = LTXVideoTransformer3DModel(
        in_channels=8, out_channels=8, patch_size=1, patch_size_t=1, num_attention_heads=4, attention_head_dim=8,
        cross_attention_dim=32, num_layers=1, caption_channels=32,
    )  # fmt: skip
    return LTXImageToVideoPipeline(
        vae=vae, transformer=transformer, scheduler=FlowMatchEulerDiscreteScheduler(), text_encoder=text(),
        tokenizer=tokens(),
    )  # fmt: skip


def wan_words() -> Any:
    """As Wan 2.1: from words alone."""
    return wan(with_picture=False)


def mochi() -> Any:
    """As Mochi 1: a schedule of its own, and a guided batch of two."""
    from diffusers import AutoencoderKLMochi, FlowMatchEulerDiscreteScheduler, MochiPipeline, MochiTransformer3DModel

    vae = AutoencoderKLMochi(
        latent_channels=12, out_channels=3, encoder_block_out_channels=(32, 32, 32, 32),
        decoder_block_out_channels=(32, 32, 32, 32), layers_per_block=(1, 1, 1, 1, 1),
    )  # fmt: skip
    transformer = MochiTransformer3DModel(
        patch_size=2, num_attention_heads=2, attention_head_dim=8, num_layers=2, pooled_projection_dim=16,
        in_channels=12, qk_norm="rms_norm", text_embed_dim=32, time_embed_dim=4, max_sequence_length=256,
    )  # fmt: skip
    return MochiPipeline(
        vae=vae, transformer=transformer, scheduler=FlowMatchEulerDiscreteScheduler(), text_encoder=text(),
        tokenizer=tokens(),
    )  # fmt: skip


def hunyuan() -> Any:
    """As HunyuanVideo from a picture: a model that sees it and reads the words, beside one that only reads."""
    from diffusers import (
        AutoencoderKLHunyuanVideo,
        FlowMatchEulerDiscreteScheduler,
        HunyuanVideoImageToVideoPipeline,
        HunyuanVideoTransformer3DModel,
    )
    from transformers import (
        CLIPImageProcessor,
        CLIPTextConfig,
        CLIPTextModel,
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
    )

    transformer = HunyuanVideoTransformer3DModel(
        in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=10, num_layers=1,
        num_single_layers=1, num_refiner_layers=1, patch_size=1, patch_size_t=1, guidance_embeds=False,
        text_embed_dim=16, pooled_projection_dim=8, rope_axes_dim=(2, 4, 4), image_condition_type="token_replace",
    )  # fmt: skip
    vae = AutoencoderKLHunyuanVideo(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(8, 8, 8, 8), layers_per_block=1,
        down_block_types=("HunyuanVideoDownBlock3D",) * 4, up_block_types=("HunyuanVideoUpBlock3D",) * 4,
        act_fn="silu", norm_num_groups=4, scaling_factor=0.476986, spatial_compression_ratio=8,
        temporal_compression_ratio=4, mid_block_add_attention=True,
    )  # fmt: skip
    seer = CLIPVisionConfig(
        hidden_size=8, projection_dim=16, num_hidden_layers=2, num_attention_heads=4, image_size=336,
        intermediate_size=37, patch_size=14,
    )  # fmt: skip
    reader = LlamaConfig(
        vocab_size=64, hidden_size=16, intermediate_size=37, num_hidden_layers=4, num_attention_heads=4,
        max_position_embeddings=2048, pad_token_id=0,
    )  # fmt: skip
    llava = LlavaConfig(vision_config=seer, text_config=reader, image_token_index=5, pad_token_id=0)
    clip = CLIPTextConfig(
        vocab_size=64, hidden_size=8, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4,
        projection_dim=32, pad_token_id=0, bos_token_id=1, eos_token_id=1,
    )  # fmt: skip
    return HunyuanVideoImageToVideoPipeline(
        vae=vae, transformer=transformer, scheduler=FlowMatchEulerDiscreteScheduler(shift=7.0),
        text_encoder=LlavaForConditionalGeneration(llava).eval(), tokenizer=chat(),
        text_encoder_2=CLIPTextModel(clip).eval(), tokenizer_2=tokens(),
        image_processor=CLIPImageProcessor(crop_size=336, size=336),
    )  # fmt: skip


def chat() -> Any:
    """Knows the marks of a conversation, and one mark for a picture."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    marks = ["<|start_header_id|>", "<|end_header_id|>", "<image>", "<|eot_id|>"]
    vocabulary = {word: n for n, word in enumerate(["<pad>", "</s>", "<unk>", *marks[:2], "<image>", "<|eot_id|>"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>",
        additional_special_tokens=marks,
    )  # fmt: skip


def svd() -> Any:
    """As Stable Video Diffusion: no words, and noise that is scaled."""
    from diffusers import (
        AutoencoderKLTemporalDecoder,
        EulerDiscreteScheduler,
        StableVideoDiffusionPipeline,
        UNetSpatioTemporalConditionModel,
    )
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection

    unet = UNetSpatioTemporalConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=32, in_channels=8, out_channels=4,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), cross_attention_dim=32,
        num_attention_heads=8, projection_class_embeddings_input_dim=96, addition_time_embed_dim=32,
    )  # fmt: skip
    vae = AutoencoderKLTemporalDecoder(
        block_out_channels=[32, 64], down_block_types=["DownEncoderBlock2D"] * 2, latent_channels=4, sample_size=32
    )
    seer = CLIPVisionConfig(
        hidden_size=32, projection_dim=32, num_hidden_layers=1, num_attention_heads=4, image_size=224,
        intermediate_size=37, patch_size=56,
    )  # fmt: skip
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", interpolation_type="linear",
        num_train_timesteps=1000, prediction_type="v_prediction", sigma_max=700.0, sigma_min=0.002,
        steps_offset=1, timestep_spacing="leading", timestep_type="continuous", trained_betas=None,
        use_karras_sigmas=True,
    )  # fmt: skip
    return StableVideoDiffusionPipeline(
        vae=vae, unet=unet, scheduler=scheduler, image_encoder=CLIPVisionModelWithProjection(seer).eval(),
        feature_extractor=CLIPImageProcessor(),
    )  # fmt: skip


def saved(make: Callable[[], Any], folder: Path, *, seed: int = 0) -> Path:
    """The pipeline's folder, with the same weights each time."""
    import torch

    torch.manual_seed(seed)
    make().save_pretrained(folder)
    return folder
